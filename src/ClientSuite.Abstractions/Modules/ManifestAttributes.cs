namespace ClientSuite.Modules;

/// <summary>Marks an assembly as a module and describes its main feature. An assembly has exactly one.
/// The words are Orchard Core's.</summary>
/// <param name="id">Id of the module and of its main feature, for example <c>Clients</c>. Letters, digits and dots; unique
/// in the installation.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModuleAttribute(string id) : Attribute
{
    /// <summary>Id of the module and of its main feature.</summary>
    public string Id { get; } = id;

    /// <summary>Name for people, in English; the admin shows the text <c>features.{id}</c> where a translation exists.</summary>
    public string Name { get; init; } = id;

    /// <summary>One sentence; empty for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Group on the features page.</summary>
    public string Category { get; init; } = "Uncategorized";

    /// <summary>Who made it; empty for none.</summary>
    public string Author { get; init; } = "";

    /// <summary>Address with more about it; empty for none.</summary>
    public string Website { get; init; } = "";

    /// <summary>Version; empty takes the assembly's.</summary>
    public string Version { get; init; } = "";

    /// <summary>Features that are enabled along with the main feature. The module may refer to their modules' <c>Contracts/</c>.</summary>
    public string[] Dependencies { get; init; } = [];

    /// <summary>Features whose types the module uses only in startups marked <see cref="RequireFeaturesAttribute"/>.</summary>
    public string[] OptionalDependencies { get; init; } = [];

    /// <summary>True where only the Default tenant may enable the main feature.</summary>
    public bool DefaultTenantOnly { get; init; }

    /// <summary>True where every tenant has it and it can't be disabled.</summary>
    public bool IsAlwaysEnabled { get; init; }

    /// <summary>True where it is not offered, but comes along with what depends on it.</summary>
    public bool EnabledByDependencyOnly { get; init; }
}

/// <summary>A further feature of a module. Types belong to it by <see cref="FeatureOfAttribute"/>.</summary>
/// <param name="id">Unique id, for example <c>Clients.Portal</c>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class FeatureAttribute(string id) : Attribute
{
    /// <summary>Id of the feature.</summary>
    public string Id { get; } = id;

    /// <summary>Name for people, in English.</summary>
    public string Name { get; init; } = id;

    /// <summary>One sentence; empty for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Group on the features page; null takes the module's.</summary>
    public string? Category { get; init; }

    /// <summary>Features that are enabled along with it; the module's main feature is always among them.</summary>
    public string[] Dependencies { get; init; } = [];

    /// <summary>True where only the Default tenant may enable it.</summary>
    public bool DefaultTenantOnly { get; init; }

    /// <summary>True where every tenant has it and it can't be disabled.</summary>
    public bool IsAlwaysEnabled { get; init; }

    /// <summary>True where it is not offered, but comes along with what depends on it.</summary>
    public bool EnabledByDependencyOnly { get; init; }
}

/// <summary>Binds a startup to a feature of its module other than the main one.</summary>
/// <param name="featureId">The feature.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FeatureOfAttribute(string featureId) : Attribute
{
    /// <summary>The feature that must be enabled for the startup to take part.</summary>
    public string FeatureId { get; } = featureId;
}

/// <summary>Composes a startup only where all these features are enabled as well.</summary>
/// <param name="features">Feature ids.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireFeaturesAttribute(params string[] features) : Attribute
{
    /// <summary>Ids of the features that must all be enabled.</summary>
    public IReadOnlyList<string> Features { get; } = features;
}
