using ClientSuite.Modules;

[assembly: Module("Recipes", Name = "Recipes", Description = "Runs and exports recipes.", Category = "Platform")]
