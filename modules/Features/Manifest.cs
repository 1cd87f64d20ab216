using ClientSuite.Modules;

[assembly: Module("Features", Name = "Features", Description = "Switch features on and off.", Category = "Platform", IsAlwaysEnabled = true)]
