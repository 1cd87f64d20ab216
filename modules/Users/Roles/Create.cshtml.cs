using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

[RequirePermission(PlatformPermissions.ManageRoles)]
internal sealed class CreateModel(RoleManager<Role> roles, IPermissionCatalog catalog, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public RoleForm Form { get; set; } = new();

    public string ListUrl => Request.PathBase + "/admin/roles";

    public RoleEditor Editor => new(Form, NameIsFixed: false, HasAll: false, PermissionGroup.Of(catalog, Form.Permissions, false, texts), new FormFooter("users.roles.add", ListUrl), Conflicts: null);

    public async Task<IActionResult> OnPost()
    {
        if (ModelState.IsValid)
        {
            var role = new Role { Name = Form.Name, Description = Form.Description ?? "", Permissions = JsonSerializer.Serialize(Form.Granted(catalog.All, [])) };
            ModelState.AddErrors(await roles.CreateAsync(role), "Form");
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        this.Notify("ok", texts["users.roles.added", Form.Name ?? ""]);
        return this.GoTo("/admin/roles");
    }
}

/// <summary>Model of <c>_RoleForm</c>.</summary>
internal sealed record RoleEditor(RoleForm Form, bool NameIsFixed, bool HasAll, IReadOnlyList<PermissionGroup> Groups, FormFooter Footer, FormConflicts? Conflicts)
{
    /// <summary>What the reader knows it as, where that differs from its name.</summary>
    public string? ShownAs { get; init; }
}
