using ClientSuite.Modules;

[assembly: Module("ClientUsers", Name = "Client users", Description = "Users of clients and the portal they sign in to.", Category = "Clients", Dependencies = ["Clients", "Users", "Email"])]
