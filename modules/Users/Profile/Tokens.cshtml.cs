using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[RequirePermission(PlatformPermissions.ManageApiTokens)]
internal sealed class TokensModel(TenantDb db, ICurrentUser me, IApiTokens tokens, IPermissionCatalog catalog, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int MaxTokens = 50;

    [BindProperty]
    public TokenForm Form { get; set; } = new();

    public IReadOnlyList<TokenRow> Tokens { get; private set; } = [];

    /// <summary>The new token's secret, shown by this answer alone.</summary>
    public string? Secret { get; private set; }

    public IReadOnlyList<SelectListItem> Permissions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Durations { get; } =
        [.. TokenForm.Durations.Select(d => new SelectListItem(d == 0 ? texts["users.tokens.never"] : texts.Plural("users.tokens.duration", d), d.ToString(CultureInfo.InvariantCulture)))];

    public FormFooter Footer => new("users.tokens.create", Request.PathBase + "/admin/profile");

    public Task OnGet(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostCreate(CancellationToken cancel)
    {
        var chosen = Form.Permissions.Where(me.Has).Distinct(StringComparer.Ordinal).ToList();
        if (!Form.HasAll && chosen.Count == 0)
        {
            ModelState.AddModelError("", texts["users.tokens.none"]);
        }

        if (!TokenForm.Durations.Contains(Form.Days))
        {
            ModelState.AddModelError("Form.Days", texts["validation.invalidUnknown"]);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await ShowAsync(cancel);
            return Page();
        }

        if (await Own().CountAsync(t => t.Name != Api.TokenApi.TokenName, cancel) >= MaxTokens)
        {
            throw new RuleBrokenException("users.tokens.tooMany", MaxTokens);
        }

        DateTime? expires = Form.Days == 0 ? null : clock.UtcNow.AddDays(Form.Days);
        (_, Secret) = await tokens.CreateAsync(me.Id ?? 0, Form.Name ?? "", Form.HasAll ? null : chosen, expires, cancel);
        ModelState.Clear();
        Form = new();
        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(long id, CancellationToken cancel)
    {
        if (await Own().FirstOrDefaultAsync(t => t.Id == id, cancel) is { } token)
        {
            await tokens.RemoveAsync(token, cancel);
        }

        this.Notify("ok", texts["users.tokens.revoked"]);
        return this.GoTo("/admin/profile/tokens");
    }

    private IQueryable<ApiToken> Own() => db.Set<ApiToken>().Where(t => t.UserId == me.Id);

    private async Task ShowAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var own = await Own().AsNoTracking().Where(t => t.Name != Api.TokenApi.TokenName || t.ExpiresUtc > now).OrderByDescending(t => t.Id).ToListAsync(cancel);
        Tokens = [.. own.Select(t => new TokenRow(t.Id, t.Name, t.Hint, Detail(t), t.ExpiresUtc < now))];
        Permissions = [.. catalog.All.Where(p => me.Has(p.Name)).Select(p => new SelectListItem(texts["permission." + p.Name], p.Name, Form.Permissions.Contains(p.Name, StringComparer.Ordinal)))];
    }

    private string Detail(ApiToken token) => string.Join(" · ",
        token.ExpiresUtc is { } end ? texts["users.tokens.until", Date(end)] : texts["users.tokens.forever"],
        token.LastUsedUtc is { } used ? texts["users.tokens.used", Date(used)] : texts["users.tokens.unused"],
        JsonSerializer.Deserialize<string[]?>(token.Permissions) is { } some ? texts.Plural("users.tokens.count", some.Length) : texts["users.tokens.all"]);

    private string Date(DateTime utc) => clock.ToLocal(utc).ToString("g", CultureInfo.CurrentCulture);
}

internal sealed record TokenForm
{
    /// <summary>Days that a token may live; 0 for ever.</summary>
    public static IReadOnlyList<int> Durations { get; } = [30, 90, 365, 0];

    [Required, MaxLength(100)]
    public string? Name { get; init; }

    public int Days { get; init; } = 90;

    public bool HasAll { get; init; }

    public List<string> Permissions { get; init; } = [];
}

internal sealed record TokenRow(long Id, string Name, string Hint, string Detail, bool IsEnded);
