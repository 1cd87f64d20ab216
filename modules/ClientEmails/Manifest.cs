using ClientSuite.Modules;

[assembly: Module("ClientEmails", Name = "E-mails of clients", Description = "What was sent to each client, and writing to one.", Category = "Clients", Dependencies = ["Clients", "Email"])]
