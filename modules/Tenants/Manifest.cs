using ClientSuite.Modules;

[assembly: Module("Tenants", Name = "Tenants", Description = "The tenants of this installation: create, set up, switch, remove.", Category = "Platform", DefaultTenantOnly = true)]
