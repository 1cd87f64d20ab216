namespace ClientSuite.Groups;

/// <summary>Addresses of the module's pages, below the tenant.</summary>
internal static class GroupPaths
{
    public const string List = "/admin/client-groups";

    public static string Of(long id) => FormattableString.Invariant($"{List}/{id}");

    /// <summary>The clients' list, narrowed to a group.</summary>
    public static string ClientsOf(long id) => FormattableString.Invariant($"/admin/clients?{GroupColumn.Name}={id}");
}
