namespace ClientSuite.Navigation;

/// <summary>Adds entries to the admin menu. Singleton; called once per shell. Entries without the permission are left out per user.</summary>
public interface INavigationProvider
{
    /// <summary>Adds the module's entries.</summary>
    void Build(NavigationBuilder menu);
}

/// <summary>Adds entries to the menu of the clients' portal: paths below <c>/portal</c>, permissions of the portal. Singleton; called once
/// per shell.</summary>
public interface IPortalNavigation
{
    /// <summary>Adds the module's entries.</summary>
    void Build(NavigationBuilder menu);
}

/// <summary>Collects menu entries.</summary>
public sealed class NavigationBuilder
{
    private readonly List<NavigationItem> _items = [];
    private readonly List<NavigationItem> _actions = [];

    /// <summary>The entries so far.</summary>
    public IReadOnlyList<NavigationItem> Items => _items;

    /// <summary>The actions so far.</summary>
    public IReadOnlyList<NavigationItem> Actions => _actions;

    /// <summary>Adds an action that the command palette offers by its words ("Adicionar cliente"); it stands in no menu.</summary>
    /// <param name="title">Text key: verb and object.</param>
    /// <param name="path">Page below the tenant that begins it.</param>
    /// <param name="icon">Icon name.</param>
    /// <param name="permission">Permission that shows it; null for everyone signed in.</param>
    public NavigationBuilder AddAction(string title, string path, string icon, string? permission)
    {
        _actions.Add(new NavigationItem(title, path, icon, permission, NavigationGroup.Main, 0));
        return this;
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="title">Text key.</param>
    /// <param name="path">Path below the tenant, <c>/admin/clients</c>.</param>
    /// <param name="icon">Icon name.</param>
    /// <param name="permission">Permission that shows it; null for everyone signed in.</param>
    /// <param name="group">Which group it stands in.</param>
    /// <param name="order">Order within the group.</param>
    /// <param name="root">Path whose pages all belong to the entry; null where that is <paramref name="path"/>.</param>
    /// <param name="key">The letter that opens it after <c>G</c>, in upper case; null for none.</param>
    public NavigationBuilder Add(string title, string path, string icon, string? permission, NavigationGroup group, int order, string? root = null, string? key = null)
    {
        _items.Add(new NavigationItem(title, path, icon, permission, group, order) { Root = root ?? path, Key = key });
        return this;
    }
}

/// <summary>An entry of the admin menu.</summary>
/// <param name="Title">Text key.</param>
/// <param name="Path">Path below the tenant.</param>
/// <param name="Icon">Icon name.</param>
/// <param name="Permission">Permission that shows it, or null.</param>
/// <param name="Group">Group.</param>
/// <param name="Order">Order within the group.</param>
public sealed record NavigationItem(string Title, string Path, string Icon, string? Permission, NavigationGroup Group, int Order)
{
    /// <summary>The entry is the open one on the pages below this path.</summary>
    public string Root { get; init; } = Path;

    /// <summary>The letter that opens it after <c>G</c>, in upper case; null for none.</summary>
    public string? Key { get; init; }
}

/// <summary>Groups of the admin menu, in order.</summary>
public enum NavigationGroup
{
    /// <summary>Daily work, without a heading.</summary>
    Main,

    /// <summary>Money.</summary>
    Finance,

    /// <summary>Workflows and e-mails.</summary>
    Automation,

    /// <summary>Imports, history, trash.</summary>
    Data,

    /// <summary>The operator's pages.</summary>
    Operator,

    /// <summary>Settings, at the foot.</summary>
    Settings,
}
