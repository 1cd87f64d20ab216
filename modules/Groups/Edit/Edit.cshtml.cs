using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Edit;

/// <summary>Changes name, classification and colour; a rule is changed where it is seen, on the clients' list.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class EditModel(TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public GroupForm Form { get; set; } = new();

    public string Name { get; private set; } = "";

    public GroupEditor Editor { get; private set; } = null!; // set before anything is drawn

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } group)
        {
            return NotFound();
        }

        Form = GroupForm.Of(group);
        return await DrawAsync(group, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } group)
        {
            return NotFound();
        }

        var name = group.Name;
        if (ModelState.IsValid && Form.CleanName.Length > 0)
        {
            try
            {
                if (await records.ChangeAsync(group, Form with { Rule = null }, cancel))
                {
                    Response.Announce("group-changed", Id);
                    return this.Saved(texts["groups.saved", group.Name].Value, GroupPaths.Of(Id));
                }

                ModelState.AddModelError("", texts["groups.conflict"].Value);
            }
            catch (RuleBrokenException broken)
            {
                this.AddRule(nameof(Form), broken, texts);
            }
        }

        await DrawAsync(group, cancel);
        Name = name;
        Response.StatusCode = ModelState.ContainsKey("") ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private Task<ClientGroup?> FindAsync(CancellationToken cancel) => db.Groups.FirstOrDefaultAsync(g => g.Id == Id, cancel);

    private async Task<IActionResult> DrawAsync(ClientGroup group, CancellationToken cancel)
    {
        Name = group.Name;
        Editor = new GroupEditor(Form, Request.PathBase + GroupPaths.Of(Id) + "/edit", new FormFooter("groups.save", Request.PathBase + GroupPaths.Of(Id)), GroupClassifications.Of(await catalog.ReadAsync(queries, cancel)))
        {
            Conditions = group.IsStatic ? [] : await queries.InWordsAsync(group.Rule, cancel),
        };
        return Page();
    }
}
