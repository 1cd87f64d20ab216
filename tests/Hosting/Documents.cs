using System.Globalization;

namespace ClientSuite.Tests.Hosting;

/// <summary>Valid documents to order.</summary>
public static class Documents
{
    /// <summary>The CPF whose first nine digits are the number.</summary>
    public static string Cpf(int number)
    {
        var digits = number.ToString("D9", CultureInfo.InvariantCulture);
        for (var length = 9; length < 11; length++)
        {
            var sum = digits.Select((digit, at) => (digit - '0') * (length + 1 - at)).Sum();
            digits += ((sum * 10 % 11) % 10).ToString(CultureInfo.InvariantCulture);
        }

        return digits;
    }

    /// <summary>The CNPJ with those first twelve digits or letters. Alphanumeric CNPJ: IN RFB 2.229/2024, a character counts as its code minus 48.</summary>
    public static string Cnpj(string root)
    {
        for (var length = 12; length < 14; length++)
        {
            var sum = root.Select((character, at) => (character - '0') * (((length - 1 - at) % 8) + 2)).Sum();
            root += (sum % 11 < 2 ? 0 : 11 - (sum % 11)).ToString(CultureInfo.InvariantCulture);
        }

        return root;
    }
}
