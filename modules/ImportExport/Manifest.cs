using ClientSuite.Modules;

[assembly: Module("ImportExport", Name = "Import and export", Description = "Long work to watch, pause and undo: imports, bulk actions, exports.", Category = "Data", IsAlwaysEnabled = true)]
