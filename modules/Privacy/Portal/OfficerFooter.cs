using ClientSuite.Frames;
using ClientSuite.Settings;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Whom to turn to, at the foot of every page of the portal (LGPD art. 41 §1).</summary>
internal sealed class OfficerFooter(ISettings<PrivacySettings> settings, IStringLocalizer texts) : IPortalFooter
{
    public async Task<IReadOnlyList<FooterLine>> LoadAsync(CancellationToken cancel)
    {
        var own = await settings.GetAsync(cancel);
        var lines = new List<FooterLine>();
        if (own.DpoName.Length + own.DpoEmail.Length > 0)
        {
            lines.Add(new(texts["privacy.portal.officer", own.DpoName.Length > 0 ? own.DpoName : own.DpoEmail].Value, own.DpoEmail.Length > 0 ? "mailto:" + own.DpoEmail : null));
        }

        if (own.PolicyUrl.Length > 0)
        {
            lines.Add(new(texts["privacy.portal.policy"].Value, own.PolicyUrl));
        }

        return lines;
    }
}
