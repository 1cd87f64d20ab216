using ClientSuite.Access;

namespace ClientSuite.ClientUsers.Contracts;

/// <summary>Permissions in the portal that every module may ask for.</summary>
public static class PortalPermissions
{
    /// <summary>The page Chat.</summary>
    public const string Chat = PortalAccess.Prefix + "Chat";

    /// <summary>Contacts' phone numbers.</summary>
    public const string ViewPhones = PortalAccess.Prefix + "ViewPhones";

    /// <summary>The page Assinaturas: manage and contract plans.</summary>
    public const string ManageSubscription = PortalAccess.Prefix + "ManageSubscription";

    /// <summary>Grant permissions to the other users: the first user's alone, granted to nobody (003-76).</summary>
    public const string ManagePermissions = PortalAccess.Prefix + "ManagePermissions";
}
