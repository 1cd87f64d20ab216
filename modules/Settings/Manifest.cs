using ClientSuite.Modules;

[assembly: Module("Settings", Name = "Settings", Description = "Settings of the site.", Category = "Administration", IsAlwaysEnabled = true)]
