using System.Collections.Frozen;

namespace ClientSuite.Recipes;

/// <summary>Steps that Orchard Core's own recipes contain, beyond those that ClientSuite runs.</summary>
public static class OrchardRecipeSteps
{
    /// <summary>
    /// Reported as skipped, instead of stopping the recipe, when no enabled feature handles them. Names compare without
    /// case. Ask the handlers first: a module may bring one of these later.
    /// </summary>
    public static IReadOnlySet<string> Skippable { get; } = FrozenSet.ToFrozenSet(
    [
        "media", "MediaProfiles",
        "WorkflowType", "AdminMenu", "Templates", "AdminTemplates",
        "layers", "queries", "ShortcodeTemplates", "Placements", "Sitemaps", "UrlRewriting", "Translations", "DynamicDataTranslations",
        "command", "Users", "custom-settings", "custom-user-settings", "FeatureProfiles", "deployment",
        "lucene-index", "lucene-index-reset", "lucene-index-rebuild",
        "ElasticIndexSettings", "elastic-index-reset", "elastic-index-rebuild",
        "azureai-index-create", "azureai-index-reset", "azureai-index-rebuild",
        "CreateOrUpdateIndexProfile", "ResetIndex", "RebuildIndex", "Indexing",
        "OpenIdApplication", "OpenIdScope", "OpenIdServerSettings", "OpenIdValidationSettings", "OpenIdClientSettings",
        "MicrosoftAccountSettings", "AzureADSettings", "FacebookCoreSettings", "FacebookLoginSettings", "FacebookPixelSettings",
        "GoogleAuthenticationSettings", "GoogleAnalyticsSettings", "GoogleTagManagerSettings", "TwitterSettings", "XSettings", "GitHubAuthenticationSettings",
        "CultureSettings", "HttpsSettings", "ReCaptchaSettings", "ReverseProxySettings", "SecuritySettings",
    ], StringComparer.OrdinalIgnoreCase);
}
