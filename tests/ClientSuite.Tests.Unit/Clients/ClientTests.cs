using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients;

public sealed class ClientTests
{
    private static readonly DateTime Now = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Names_sort_folded()
    {
        var client = Client.Create(new ClientDetails { TradeName = "Água  Viva", LegalName = "ÁGUA", City = "São Paulo" });

        Assert.Equal(("agua viva", "agua", "sao paulo", "Água  Viva"), (client.NameSort, client.LegalNameSort, client.CitySort, client.DisplayText));
    }

    [Fact(DisplayName = "003-05 Blocking says so once")]
    public void Blocking_twice_is_one_event()
    {
        var client = Client.Create(new ClientDetails { TradeName = "A" });

        Assert.NotNull(client.Block("Fraude"));
        Assert.Null(client.Block("outra vez"));
        Assert.Equal((true, "Fraude"), (client.Blocked, client.BlockedReason));
        Assert.NotNull(client.Unblock());
        Assert.Null(client.Unblock());
        Assert.Equal((false, ""), (client.Blocked, client.BlockedReason));
    }

    [Fact(DisplayName = "004-08 The trash gives back what it took")]
    public void The_trash_gives_back()
    {
        var client = Client.Create(new ClientDetails { TradeName = "A" });

        Assert.NotNull(client.MoveToTrash(Now));
        Assert.Null(client.MoveToTrash(Now));
        Assert.Equal(Now, client.DeletedUtc);
        Assert.NotNull(client.Restore());
        Assert.Null(client.Restore());
        Assert.False(client.IsDeleted);
    }

    [Fact]
    public void Search_finds_document_bare_phone_digits_and_every_email()
    {
        var client = Client.Create(new ClientDetails { TradeName = "A", TaxId = "52998224725", Phones = new("+5531988774512"), Emails = new("a@x.com\nb@x.com") });

        var keys = string.Join('\n', client.GetSearchText().Keys);

        Assert.Contains("52998224725", keys, StringComparison.Ordinal);
        Assert.Contains("5531988774512", keys, StringComparison.Ordinal);
        Assert.Contains("b@x.com", keys, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_can_be_taken_from_other_details()
    {
        var mine = new ClientDetails { TradeName = "A" };
        var theirs = new ClientDetails
        {
            PersonKind = PersonKind.Legal,
            TradeName = "B",
            LegalName = "C",
            TaxId = "1",
            Emails = new("e"),
            Phones = new("p"),
            PostalCode = "2",
            Street = "s",
            Number = "n",
            Complement = "c",
            District = "d",
            City = "y",
            State = "SP",
            Country = "BR",
            BirthDate = new DateOnly(2000, 1, 1),
            Origin = "o",
            Center = "z",
            Blocked = true,
            BlockedReason = "r",
        };

        Assert.Equal(theirs, ClientFields.Take(mine, theirs, ClientFields.All.Select(f => f.Name).ToHashSet()));
        Assert.Equal(ClientFields.All.Count, ClientFields.Changed(mine, theirs).Count);
        Assert.Equal(mine, ClientFields.Take(mine, theirs, new HashSet<string>()));
    }
}
