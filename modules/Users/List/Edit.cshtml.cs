using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Users.Passwords;
using ClientSuite.Users.Roles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

/// <summary>Edits a user; the row's other actions are handlers of the same address.</summary>
[RequirePermission(PlatformPermissions.ManageUsers)]
internal sealed class EditModel(UserManager<User> users, UserRoles roles, RoleNames names, PasswordLinks links, ISignIn signIn, ICurrentUser me, IUserCache cache, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public UserForm Form { get; set; } = new();

    public UserFields Fields { get; private set; } = null!; // set by every handler that shows the page

    public string Heading { get; private set; } = "";

    public FormConflicts Conflicts { get; private set; } = new("", []);

    public bool IsSelf => Id == me.Id;

    public string SelfUrl => Request.PathBase + "/admin/users/" + Id.ToString(CultureInfo.InvariantCulture);

    public FormFooter Footer => new("users.save", Request.PathBase + "/admin/users");

    public async Task<IActionResult> OnGet(CancellationToken cancel)
    {
        if (await FindAsync() is not { } user)
        {
            return NotFound();
        }

        Form = UserForm.Of(user, await roles.OfAsync(Id, cancel));
        return await ShowAsync(user.FullName, cancel);
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (await FindAsync() is not { } user)
        {
            return NotFound();
        }

        await roles.CheckReachAsync(Id, cancel);
        if (IsSelf)
        {
            // In one's own profile it needs the current password: whoever owns the address can set one.
            Form = Form with { Email = user.Email };
            ModelState.Remove("Form.Email");
        }

        var name = user.FullName;
        var wasEnabled = user.IsEnabled;
        if (ModelState.IsValid && await FindConflictsAsync(user, cancel))
        {
            return await InvalidAsync(name, cancel);
        }

        Form.ApplyTo(user);
        await users.CheckAddressesAsync(user, ModelState, texts);
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(name, cancel);
        }

        if (wasEnabled && !user.IsEnabled)
        {
            await CheckMayDisableAsync(cancel);
        }

        await roles.AssignAsync(user, Form.Roles, cancel);
        ModelState.AddErrors(await users.UpdateAsync(user), "Form");
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(name, cancel);
        }

        if (wasEnabled && !user.IsEnabled)
        {
            await signIn.EndSessionsAsync(Id, null, cancel);
        }

        cache.Forget(Id);
        return this.SavedUser(texts["users.saved", user.FullName]);
    }

    public Task<IActionResult> OnPostDisable(CancellationToken cancel) => ActAsync("disable", async user =>
    {
        if (user.IsEnabled)
        {
            await CheckMayDisableAsync(cancel);
            user.IsEnabled = false;
            await SaveAsync(user);
        }

        await signIn.EndSessionsAsync(Id, null, cancel);
    }, cancel);

    public Task<IActionResult> OnPostEnable(CancellationToken cancel) => ActAsync("enable", user =>
    {
        user.IsEnabled = true;
        return SaveAsync(user);
    }, cancel);

    public Task<IActionResult> OnPostLink(CancellationToken cancel) => ActAsync("link", async user =>
    {
        if (!user.IsEnabled)
        {
            throw new RuleBrokenException("users.disabled");
        }

        await links.AskAsync(user.Email ?? "", isWelcome: user.PasswordHash is null, cancel);
        await db.SaveChangesAsync(cancel);
    }, cancel);

    public Task<IActionResult> OnPostUnlock(CancellationToken cancel) => ActAsync("unlock", async user =>
    {
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
    }, cancel);

    public Task<IActionResult> OnPostSecondFactor(CancellationToken cancel) => ActAsync("secondFactor", user =>
        IsSelf ? throw new RuleBrokenException("users.secondFactor.yourself") : users.RemoveSecondFactorAsync(user), cancel);

    public Task<IActionResult> OnPostSessions(CancellationToken cancel) => ActAsync("sessions", _ => signIn.EndSessionsAsync(Id, null, cancel), cancel);

    private async Task<IActionResult> ActAsync(string action, Func<User, Task> act, CancellationToken cancel)
    {
        if (await FindAsync() is not { } user)
        {
            return NotFound();
        }

        await roles.CheckReachAsync(Id, cancel);
        await act(user);
        cache.Forget(Id);
        return this.SavedUser(texts["users.action." + action + ".done", user.FullName]);
    }

    /// <summary>True when somebody else saved the user since the form was drawn, and left something differently.</summary>
    private async Task<bool> FindConflictsAsync(User user, CancellationToken cancel)
    {
        var theirs = UserForm.Of(user, await roles.OfAsync(Id, cancel));
        var fields = UserForm.Fields((await roles.AllAsync(cancel)).ToDictionary(r => r.Id, names.Of), texts);
        Form = FormConflicts.Settle(fields, Form, theirs, Request.Form);
        if (Form.Stamp == theirs.Stamp)
        {
            return false;
        }

        Conflicts = FormConflicts.Between("users.conflict", fields, Form, theirs);
        Form = Form with { Stamp = theirs.Stamp };
        ModelState.Clear(); // the fields show what was settled, not what was posted
        return Conflicts.Fields.Count > 0;
    }

    private async Task CheckMayDisableAsync(CancellationToken cancel)
    {
        if (IsSelf)
        {
            throw new RuleBrokenException("users.notYourself");
        }

        await roles.CheckNotLastAdministratorAsync(Id, cancel);
    }

    private async Task SaveAsync(User user)
    {
        if (!(await users.UpdateAsync(user)).Succeeded)
        {
            throw new RuleBrokenException("users.changedMeanwhile");
        }
    }

    private Task<User?> FindAsync() => users.FindByIdAsync(Id.ToString(CultureInfo.InvariantCulture));

    private async Task<IActionResult> InvalidAsync(string name, CancellationToken cancel)
    {
        Response.StatusCode = Conflicts.Fields.Count > 0 ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status422UnprocessableEntity;
        return await ShowAsync(name, cancel);
    }

    private async Task<IActionResult> ShowAsync(string name, CancellationToken cancel)
    {
        Heading = texts["users.edit", name];
        Fields = await UserFields.ReadAsync(Form, roles, names, cancel) with { IsSelf = IsSelf };
        return Page();
    }
}
