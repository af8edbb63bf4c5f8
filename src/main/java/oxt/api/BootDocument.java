package oxt.api;

import java.util.List;
import oxt.model.Boot;
import oxt.model.ImageName;

/** The {@code boot} of a VM document. */
final class BootDocument {
    static final ScalarShape<ImageName> IMAGE_NAME = Scalars.name("an image", ImageName::new);

    private static final Key<Boot.DirectKernel, ImageName> IMAGE =
            Key.required(
                    "image",
                    IMAGE_NAME,
                    "The image whose kernel and initramfs are run.",
                    Boot.DirectKernel::image);
    private static final Key<Boot.DirectKernel, String> COMMAND_LINE =
            Key.standard(
                    "command-line",
                    Scalars.pattern(
                            "printable ASCII of at most "
                                    + Boot.DirectKernel.LONGEST_COMMAND_LINE
                                    + " characters",
                            Boot.DirectKernel.COMMAND_LINE,
                            Scalars.matching(Boot.DirectKernel.COMMAND_LINE)),
                    "",
                    "Added to the kernel's command line.",
                    Boot.DirectKernel::commandLine);

    private static final String FIRMWARE = "firmware";
    private static final CasesShape.Case<Boot.DirectKernel> DIRECT_KERNEL =
            new CasesShape.Case<>(
                    FIRMWARE,
                    "direct-kernel",
                    RecordShape.of(
                            "direct kernel boot",
                            "The image's kernel runs without firmware's help: the fastest start.",
                            List.of(IMAGE, COMMAND_LINE),
                            fields ->
                                    new Boot.DirectKernel(
                                            fields.of(IMAGE), fields.of(COMMAND_LINE))));
    private static final CasesShape.Case<Boot.Bios> BIOS =
            new CasesShape.Case<>(
                    FIRMWARE,
                    "bios",
                    RecordShape.of(
                            "BIOS boot",
                            "PC BIOS starts what is on the first disk.",
                            List.of(),
                            _ -> new Boot.Bios()));
    private static final CasesShape.Case<Boot.Uefi> UEFI =
            new CasesShape.Case<>(
                    FIRMWARE,
                    "uefi",
                    RecordShape.of(
                            "UEFI boot",
                            "UEFI starts what is on a disk; its variables are the VM's own.",
                            List.of(),
                            _ -> new Boot.Uefi()));

    static final CasesShape<Boot> SHAPE =
            new CasesShape<>(
                    "boot",
                    "What the VM's processors run first.",
                    FIRMWARE,
                    List.of(DIRECT_KERNEL, BIOS, UEFI),
                    boot ->
                            switch (boot) {
                                case Boot.DirectKernel direct -> DIRECT_KERNEL.write(direct);
                                case Boot.Bios bios -> BIOS.write(bios);
                                case Boot.Uefi uefi -> UEFI.write(uefi);
                            });

    private BootDocument() {}
}
