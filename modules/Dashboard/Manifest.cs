using ClientSuite.Modules;

[assembly: Module("Dashboard", Name = "Dashboard", Description = "The first page of the admin.", Category = "Administration", IsAlwaysEnabled = true)]
