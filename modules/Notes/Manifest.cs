using ClientSuite.Modules;

[assembly: Module("Notes", Name = "Notes", Description = "Internal notes, comments and alerts of clients.", Category = "Clients", Dependencies = ["Clients"])]
