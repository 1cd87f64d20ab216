using ClientSuite.Modules;

[assembly: Module("Notifications", Name = "Notifications", Description = "The bell: what happened that matters to you.", Category = "Administration")]
