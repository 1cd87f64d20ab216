using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Edit;

/// <summary>A new group: of clients to be chosen, or, from the clients' list, of whoever its filter matches. The filter may become the
/// rule of a group that is there instead.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class CreateModel(TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IStringLocalizer texts) : PageModel
{
    /// <summary>Query of the clients' list; null for a static group.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rule { get; set; }

    [BindProperty]
    public GroupForm Form { get; set; } = new();

    /// <summary>The group whose rule is changed; null makes a new one.</summary>
    [BindProperty]
    public long? Replaces { get; set; }

    public GroupEditor Editor { get; private set; } = null!; // set before anything is drawn

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Rule is not null)
        {
            Form = new GroupForm { Kind = GroupKind.Rule, Rule = queries.Narrowing(Rule) };
            if (Form.Rule is null)
            {
                return BadRequest();
            }
        }

        return await DrawAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var replaced = Replaces is { } id ? await db.Groups.FirstOrDefaultAsync(g => g.Id == id, cancel) : null;
        if (replaced is not null)
        {
            ModelState.Clear(); // it keeps its name
            Form = GroupForm.Of(replaced) with { Rule = Form.Rule, Version = 0 };
        }

        if (!ModelState.IsValid || Form.CleanName.Length == 0)
        {
            return await InvalidAsync(cancel);
        }

        try
        {
            if (replaced is not null)
            {
                await records.ChangeAsync(replaced, Form, cancel);
                return this.Saved(texts["groups.saved", replaced.Name].Value, GroupPaths.Of(replaced.Id));
            }

            var group = await records.CreateAsync(Form, cancel);
            Response.Announce("list-changed", "client-groups");
            this.Notify("ok", texts["groups.created", group.Name].Value);
            return this.GoTo(GroupPaths.Of(group.Id));
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule(nameof(Form), broken, texts);
            return await InvalidAsync(cancel);
        }
    }

    private async Task<IActionResult> InvalidAsync(CancellationToken cancel)
    {
        await DrawAsync(cancel);
        return this.Invalid();
    }

    private async Task<IActionResult> DrawAsync(CancellationToken cancel)
    {
        var groups = await catalog.ReadAsync(queries, cancel);
        var others = Form.Kind == GroupKind.Rule ? groups.Where(g => !g.IsStatic).Select(g => new SelectListItem(g.Name, g.Id.ToString(CultureInfo.InvariantCulture), g.Id == Replaces)).ToList() : [];
        Editor = new GroupEditor(Form, Request.PathBase + GroupPaths.List + "/new", new FormFooter("groups.save", Request.PathBase + GroupPaths.List), GroupClassifications.Of(groups))
        {
            Conditions = Form.Rule is { Length: > 0 } rule ? await queries.InWordsAsync(rule, cancel) : [],
            Others = others,
            Replaces = Replaces,
        };
        return Page();
    }
}
