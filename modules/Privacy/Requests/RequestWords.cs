using ClientSuite.Tenancy;
using ClientSuite.Texts;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Says where a request stands: open ones by the days that are left.</summary>
internal sealed class RequestWords(TenantClock clock, IStringLocalizer texts)
{
    private const int Pressing = 5;

    public string Type(RequestType type) => texts["privacy.type." + type].Value;

    public string Mark(DataRequest request) => request.Status switch
    {
        RequestStatus.Answered => "ok",
        RequestStatus.Refused => "off",
        _ => Left(request) switch { < 0 => "bad", <= Pressing => "warn", _ => "info" },
    };

    public string State(DataRequest request) => request.IsClosed ? texts["privacy.status." + request.Status].Value : Left(request) switch
    {
        < 0 and var late => texts.Plural("privacy.late", -late),
        0 => texts["privacy.dueToday"].Value,
        var left => texts.Plural("privacy.daysLeft", left),
    };

    private int Left(DataRequest request) => request.DueOn.DayNumber - clock.Today.DayNumber;
}
