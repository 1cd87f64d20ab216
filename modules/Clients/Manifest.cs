using ClientSuite.Modules;

[assembly: Module("Clients", Name = "Clients", Description = "The clients: list, page, import, trash, API.", Category = "Clients")]
