using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

[RequirePermission(PlatformPermissions.ManageRoles)]
internal sealed class EditModel(RoleManager<Role> roles, RoleNames names, TenantDb db, IUserCache cache, IPermissionCatalog catalog, IStringLocalizer texts) : PageModel
{
    private FormConflicts? _conflicts;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public RoleForm Form { get; set; } = new();

    public string Heading { get; private set; } = "";

    public RoleEditor Editor { get; private set; } = null!; // set by every handler that shows the page

    public string ListUrl => Request.PathBase + "/admin/roles";

    public async Task<IActionResult> OnGet()
    {
        if (await FindAsync() is not { } role)
        {
            return NotFound();
        }

        Form = RoleForm.Of(role, catalog.All);
        return Show(role);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await FindAsync() is not { } role)
        {
            return NotFound();
        }

        if (ModelState.IsValid && !FindConflicts(role))
        {
            role.Name = role.IsFixed() ? role.Name : Form.Name;
            role.Description = Form.Description ?? "";
            role.Permissions = role.IsAdministrator() ? role.Permissions : JsonSerializer.Serialize(Form.Granted(catalog.All, role.Granted()));
            ModelState.AddErrors(await roles.UpdateAsync(role), "Form");
        }

        if (!ModelState.IsValid || _conflicts is not null)
        {
            Response.StatusCode = _conflicts is not null ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status422UnprocessableEntity;
            return Show(role);
        }

        cache.Forget(null);
        this.Notify("ok", texts["users.roles.saved", names.Of(role)]);
        return this.GoTo("/admin/roles");
    }

    public async Task<IActionResult> OnPostDelete(CancellationToken cancel)
    {
        if (await FindAsync() is not { } role)
        {
            return NotFound();
        }

        if (role.IsFixed())
        {
            throw new RuleBrokenException("users.roles.fixed");
        }

        var name = names.Of(role);
        var count = await db.Set<IdentityUserRole<long>>().CountAsync(l => l.RoleId == Id, cancel);
        if (count > 0)
        {
            throw new RuleBrokenException("users.roles.inUse", name, count);
        }

        await roles.DeleteAsync(role);
        cache.Forget(null);
        this.Notify("ok", texts["users.roles.deleted", name]);
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin/roles");
        }

        Response.Announce("list-changed", "roles");
        return new NoContentResult();
    }

    /// <summary>True when somebody else saved the role since the form was drawn, and left something differently.</summary>
    private bool FindConflicts(Role role)
    {
        var theirs = RoleForm.Of(role, catalog.All);
        Form = FormConflicts.Settle(RoleForm.Fields(texts), Form, theirs, Request.Form);
        if (Form.Stamp != theirs.Stamp && FormConflicts.Between("users.roles.conflict", RoleForm.Fields(texts), Form, theirs) is { Fields.Count: > 0 } conflicts)
        {
            _conflicts = conflicts;
            Form = Form with { Stamp = theirs.Stamp };
            ModelState.Clear(); // the fields show what was settled, not what was posted
        }

        return _conflicts is not null;
    }

    private Task<Role?> FindAsync() => roles.FindByIdAsync(Id.ToString(CultureInfo.InvariantCulture));

    private PageResult Show(Role role)
    {
        Heading = texts["users.roles.edit", names.Of(role)];
        Editor = new RoleEditor(Form, role.IsFixed(), role.IsAdministrator(), PermissionGroup.Of(catalog, Form.Permissions, role.IsAdministrator(), texts), new FormFooter("users.roles.save", ListUrl), _conflicts)
        {
            // Of a recipe: the fields hold what is stored, which is in another language than the page.
            ShownAs = !role.IsFixed() && names.Of(role) != role.Name ? names.Of(role) : null,
        };
        return Page();
    }
}
