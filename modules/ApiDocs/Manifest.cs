using ClientSuite.Modules;

[assembly: Module("ApiDocs", Name = "API documentation", Description = "What the tenant's API offers, made from the code.", Category = "Administration", IsAlwaysEnabled = true)]
