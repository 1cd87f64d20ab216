using ClientSuite.Modules;

[assembly: Module("Privacy", Name = "Privacy", Description = "Data subjects' rights (LGPD): export, anonymisation, consents, requests with their deadline, access log and retention.", Category = "Clients", Dependencies = ["Clients"])]
