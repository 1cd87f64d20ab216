using ClientSuite.Benchmarks;

return await Bench.RunAsync(args);
