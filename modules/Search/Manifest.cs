using ClientSuite.Modules;

[assembly: Module("Search", Name = "Search", Description = "Finds anything from everywhere.", Category = "Administration")]
