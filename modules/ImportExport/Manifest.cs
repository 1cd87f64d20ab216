using ClientSuite.Modules;

[assembly: Module("ImportExport", Name = "Import and export", Description = "Files in and out, as operations that can be watched, paused and undone.", Category = "Data")]
