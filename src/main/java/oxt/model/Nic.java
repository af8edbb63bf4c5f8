package oxt.model;

/**
 * A network card of a VM: one end of a private link to its driver domain.
 *
 * @param backend the driver domain, by name
 */
public record Nic(NicName name, VmName backend, MacAddress mac, Firewall firewall) {}
