using ClientSuite.Modules;

[assembly: Module("Acme.Loyalty", Name = "Loyalty", Description = "Points for good clients.", Category = "Acme", Author = "Acme", Version = "1.2.0", Dependencies = ["Clients", "Email"])]
