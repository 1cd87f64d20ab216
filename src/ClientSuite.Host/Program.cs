using ClientSuite.Host;

return await HostCommand.RunAsync(args);
