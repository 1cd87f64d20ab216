using ClientSuite.Modules;

[assembly: Module("Jobs", Name = "Jobs", Description = "Background tasks, events and operations.", Category = "Administration")]
