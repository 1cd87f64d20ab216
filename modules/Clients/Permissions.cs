using ClientSuite.Access;

namespace ClientSuite.Clients;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewClients";
    public const string Edit = "EditClients";
    public const string Delete = "DeleteClients";
    public const string Purge = "PurgeClients";
    public const string Block = "BlockClients";
    public const string Merge = "MergeClients";
    public const string Import = "ImportClients";
    public const string Export = "ExportClients";

    private const string Category = "clients.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Edit, Delete, Purge, Block, Merge, Import, Export]),
        new(Edit, Category, Stereotypes.Manager, Stereotypes.Staff),
        new(Delete, Category, [Stereotypes.Manager], [Purge]),
        new(Purge, Category, Stereotypes.Manager),
        new(Block, Category, Stereotypes.Manager),
        new(Merge, Category, Stereotypes.Manager),
        new(Import, Category, Stereotypes.Manager),
        new(Export, Category, Stereotypes.Manager),
    ];
}
