using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Settings;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Record types of the module in history.</summary>
internal static class PrivacyRecords
{
    public const string Export = "Privacy.Export";
    public const string Anonymization = "Privacy.Anonymization";

    /// <summary>The choices of consents and requests as people read them.</summary>
    public static string? Say(string field, string value, IStringLocalizer texts) =>
        texts[$"privacy.{(field == "revokedChannel" ? "channel" : field)}.{value}"] is { ResourceNotFound: false } choice ? choice.Value : null;
}

/// <summary>Gathers whose data an act is about.</summary>
internal sealed class DataSubjects(IClientDirectory clients, IEnumerable<IPrivacyParticipant> participants, ISettings<SiteSettings> site, IStringLocalizer texts)
{
    public static IReadOnlyList<IPrivacyParticipant> InOrder(IEnumerable<IPrivacyParticipant> participants) =>
        [.. participants.OrderBy(p => p.Order).ThenBy(p => p.Section, StringComparer.Ordinal)];

    public async Task<DataSubject> OfAsync(long clientId, CancellationToken cancel)
    {
        var ids = await clients.WithMergedAsync(clientId, cancel);
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var participant in InOrder(participants))
        {
            addresses.UnionWith((await participant.AddressesAsync(ids, cancel)).Where(a => a.Length > 0));
        }

        return new DataSubject(clientId, ids, [.. addresses]) { AnonymousName = await NameAsync(clientId, cancel) };
    }

    /// <summary>In the tenant's language, whoever asks.</summary>
    private async Task<string> NameAsync(long clientId, CancellationToken cancel)
    {
        var own = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo((await site.GetAsync(cancel)).Culture);
            return texts["privacy.anonymous", clientId.ToString(CultureInfo.InvariantCulture)].Value;
        }
        finally
        {
            CultureInfo.CurrentUICulture = own;
        }
    }
}
