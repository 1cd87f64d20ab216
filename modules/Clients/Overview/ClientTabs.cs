using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

internal sealed class OverviewTab : IClientTab
{
    public string Id => "";
    public string Title => "clients.tab.overview";
    public int Order => 0;
    public string? Permission => null;
}

internal sealed class ProfileTab : IClientTab
{
    public string Id => "profile";
    public string Title => "clients.tab.profile";
    public int Order => 10;
    public string? Permission => null;
}

internal sealed class HistoryTab : IClientTab
{
    public string Id => "history";
    public string Title => "clients.tab.history";
    public int Order => 90;
    public string? Permission => null;
}

internal sealed class LogsTab : IClientTab
{
    public string Id => "logs";
    public string Title => "clients.tab.logs";
    public int Order => 75;
    public string? Permission => null;
}
