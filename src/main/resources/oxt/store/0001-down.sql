DROP TABLE settings;
DROP TABLE events;
DROP TABLE audit;
DROP TABLE steps;
DROP TABLE plans;
DROP TABLE nic_numbers;
DROP TABLE vms;
