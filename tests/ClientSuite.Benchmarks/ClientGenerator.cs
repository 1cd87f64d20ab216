using System.Globalization;

namespace ClientSuite.Benchmarks;

/// <summary>The columns of the shared generator, simpler: deterministic, with valid CPF and E.164 phones.</summary>
internal static class ClientGenerator
{
    private static readonly string[] Given = ["João", "Maria", "Conceição", "Antônio", "Letícia", "Sérgio", "Ângela", "Caíque", "Íris", "Otávio"];
    private static readonly string[] Family = ["da Silva", "dos Santos", "de Oliveira", "Magalhães", "Guimarães", "Araújo", "Brandão", "Sá", "Müller", "Assunção"];
    private static readonly (string City, string State, string Area, string Cep)[] Places =
    [
        ("São Paulo", "SP", "11", "01001"), ("Contagem", "MG", "31", "32315"), ("Niterói", "RJ", "21", "24020"), ("Porto Alegre", "RS", "51", "90010"), ("Curitiba", "PR", "41", "80010"),
    ];

    public static void Write(string file, int rows)
    {
        using var writer = new StreamWriter(file);
        writer.Write("id,trade_name,legal_name,tax_id,email,phone,postal_code,street,city,state,status,plan_id,monthly_amount,suspended,due_date,last_payment_at,payment_type,payment_status,created_at,notes\n");
        for (var n = 1; n <= rows; n++)
        {
            var name = $"{Given[n % 10]} {Family[n / 10 % 10]} {Family[n / 100 % 10]}";
            var (city, state, area, cep) = Places[n * 7 % Places.Length];
            var created = new DateTime(2016, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(n * 53L % 5_600_000);
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{n},{name},{name},{Cpf(n)},cliente{n}@exemplo.example,+55{area}9{80000000 + (n % 19000000)},{cep}{n % 1000:000},\"Rua das Flores, {n % 900}\",{city},{state},active,1,49.90,false,2026-12-05,2026-11-05T10:00:00Z,pix,paid,{created:yyyy-MM-dd'T'HH:mm:ss'Z'},\n"));
        }
    }

    private static string Cpf(int n)
    {
        var digits = (100_000_000 + (n * 7L % 899_999_999)).ToString(CultureInfo.InvariantCulture);
        return digits + Check(digits, 10) + Check(digits + Check(digits, 10), 11);
    }

    private static char Check(string digits, int weight)
    {
        var rest = digits.Select((d, i) => (d - '0') * (weight - i)).Sum() % 11;
        return (char)('0' + (rest < 2 ? 0 : 11 - rest));
    }
}
