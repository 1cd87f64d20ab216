using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Merging;

/// <summary>Two clients side by side: which one stays, and whose value of each field.</summary>
[RequirePermission(Permissions.Merge)]
internal sealed class MergeModel(TenantDb db, ClientMerging merging, IRecordReferences references, IEnumerable<RecordPage> records, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long One { get; set; }

    [BindProperty(SupportsGet = true)]
    public long Other { get; set; }

    /// <summary>The client that stays.</summary>
    [BindProperty]
    public long Keep { get; set; }

    public IReadOnlyList<MergeSide> Sides { get; private set; } = [];

    public IReadOnlyList<MergeField> Fields { get; private set; } = [];

    /// <summary>Labels of the fields that both have alike.</summary>
    public IReadOnlyList<string> Same { get; private set; } = [];

    /// <summary>"12 e-mails, 3 notas."</summary>
    public string Moves { get; private set; } = "";

    public string BackHref => Request.PathBase + "/admin/clients/duplicates";

    public string Action => FormattableString.Invariant($"{Request.PathBase}/admin/clients/merge?one={One}&other={Other}");

    public FormFooter Footer => new("clients.merge", BackHref);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await PairAsync(cancel) is not var (one, other))
        {
            return NotFound();
        }

        Keep = one.Id;
        var (left, right) = (one.Details, other.Details);
        var proposed = ClientMerging.Proposed(left, right);
        var filled = ClientFields.All.Where(f => f.Get(left).Length > 0 || f.Get(right).Length > 0).ToList();
        Same = [.. filled.Where(f => f.Get(left) == f.Get(right)).Select(f => f.Label)];
        Fields = [.. filled.Where(f => f.Get(left) != f.Get(right)).Select(f => Field(f, left, right, proposed.Contains(f.Name)))];
        Sides = [Side(one), Side(other)];
        var counts = new SortedDictionary<string, int>(StringComparer.CurrentCulture);
        foreach (var (type, count) in await references.CountAsync(db, Client.RecordType, other.Id, cancel))
        {
            if (records.FirstOrDefault(r => r.RecordType == type) is { } record)
            {
                counts[texts[record.Title].Value] = count;
            }
        }

        Moves = counts.Count == 0 ? "" : "(" + string.Join(", ", counts.Select(c => $"{c.Key}: {c.Value.ToString("N0", CultureInfo.CurrentCulture)}")) + ")";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await PairAsync(cancel) is not var (one, other))
        {
            return NotFound();
        }

        var (kept, merged) = Keep == other.Id ? (other, one) : (one, other);
        var theirs = merged.Id.ToString(CultureInfo.InvariantCulture);
        var taken = ClientFields.All.Where(f => Request.Form["Field." + f.Name] == theirs).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var merge = await merging.MergeAsync(kept, merged, taken, cancel);
        this.Notify("ok", texts["clients.merged", merge.MergedName, kept.TradeName].Value, FormattableString.Invariant($"{Request.PathBase}/admin/clients/merges/{merge.Id}/undo"));
        return this.GoTo(FormattableString.Invariant($"/admin/clients/{kept.Id}"));
    }

    /// <summary>Both, the older first; null where one is not in use.</summary>
    private async Task<(Client One, Client Other)?> PairAsync(CancellationToken cancel)
    {
        var found = await db.Clients.Where(c => c.Id == One || c.Id == Other).OrderBy(c => c.CreatedUtc).ThenBy(c => c.Id).ToListAsync(cancel);
        return found is [var one, var other] ? (one, other) : null;
    }

    private MergeField Field(ClientField field, ClientDetails left, ClientDetails right, bool takesOther)
    {
        var (one, other) = (ClientFields.Shown(field.Name, field.Get(left), texts), ClientFields.Shown(field.Name, field.Get(right), texts));
        return field.Name is "emails" or "phones"
            ? new(field.Name, field.Label, string.Join(", ", new[] { one, other }.Where(t => t.Length > 0)), "", false, IsUnion: true)
            : new(field.Name, field.Label, one, other, takesOther, IsUnion: false) { IsFixed = ClientMerging.IsOfBlock(field.Name) && !user.Has(Permissions.Block) };
    }

    private MergeSide Side(Client client) => new(client.Id, client.TradeName, FormattableString.Invariant($"{Request.PathBase}/admin/clients/{client.Id}"),
        texts["clients.merge.since", clock.ToLocal(client.CreatedUtc).ToString("d", CultureInfo.CurrentCulture)].Value);
}

/// <summary>One of the two.</summary>
internal sealed record MergeSide(long Id, string Name, string Href, string Since);

/// <summary>A field that the two have differently.</summary>
internal sealed record MergeField(string Name, string Label, string One, string Other, bool TakesOther, bool IsUnion)
{
    /// <summary>True where there is nothing to choose for the user.</summary>
    public bool IsFixed { get; init; }
}
