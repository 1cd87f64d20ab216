using ClientSuite.Modules;

[assembly: Module("Files", Name = "Documents of clients", Description = "Documents, images and other files of each client, in folders, with their versions.", Category = "Clients", Dependencies = ["Clients"])]
