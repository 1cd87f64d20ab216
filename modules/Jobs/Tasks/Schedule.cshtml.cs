using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Jobs.Tasks;

/// <summary>Changes when a task runs.</summary>
[RequirePermission(PlatformPermissions.ManageJobs)]
internal sealed class ScheduleModel(ITaskSchedule schedule, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private ScheduledTask _task = null!; // set by every handler that draws

    [BindProperty(SupportsGet = true)]
    public string Task { get; set; } = "";

    [BindProperty]
    public ScheduleForm Form { get; set; } = new();

    public string Title => texts[_task.Title];

    public string DefaultSchedule => _task.DefaultSchedule;

    public string Path => $"{Request.PathBase}/admin/jobs/schedule?task={Uri.EscapeDataString(Task)}";

    /// <summary>The next times of what the field holds.</summary>
    public IReadOnlyList<string> Times => [.. (schedule.Preview(Form.Schedule ?? "", 3) ?? []).Select(clock.DayAndTime)];

    public async Task<IActionResult> OnGet(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        Form = new ScheduleForm { Schedule = _task.Schedule };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            await schedule.ChangeAsync(_task.Name, Form.Schedule ?? "", _task.IsEnabled, cancel);
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule("Form", broken, texts);
            return this.Invalid();
        }

        this.Notify("ok", texts["jobs.schedule.saved", Title]);
        return this.GoTo("/admin/jobs");
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var found = (await schedule.AllAsync(cancel)).FirstOrDefault(t => t.Name == Task);
        _task = found!; // used only when found
        return found is not null;
    }
}

/// <summary>What the dialog posts.</summary>
internal sealed record ScheduleForm
{
    [Required, MaxLength(100)]
    public string? Schedule { get; init; }
}
