using ClientSuite.Modules;

[assembly: Module("Groups", Name = "Groups", Description = "Groups of clients, chosen one by one or by a rule.", Category = "Clients", Dependencies = ["Clients"])]
