namespace Trainer.Tests.Core.Data.Parsing;

/// <summary>Damages rows a little: about half of them stay good.</summary>
internal static class RowMutator
{
    // What a row is made of, what stands next to it in ASCII, and what files hold by mistake.
    private static readonly byte[] Characters = [.. "0123456789,,,0123456789,,,./:;-+ \t\r\n\"ax\0lpy"u8, 0x80, 0xB0, 0xFF];

    private const int EdgeWidth = 70;

    public static byte[] Mutate(Random random, byte[] text)
    {
        List<byte> row = [.. text];
        for (int change = random.Next(3); change > 0 && row.Count > 0; change--)
        {
            int place = Place(random, row.Count);
            byte character = random.Next(3) == 0 ? Characters[random.Next(Characters.Length)] : (byte)('0' + random.Next(10));
            switch (random.Next(4))
            {
                case 0:
                    row[place] = character;
                    break;
                case 1:
                    row.Insert(place, character);
                    break;
                case 2:
                    row.RemoveAt(place);
                    break;
                default:
                    // Swapping keeps the row's length and its characters, so that no sum over them shows it.
                    int other = Place(random, row.Count);
                    (row[place], row[other]) = (row[other], row[place]);
                    break;
            }
        }

        return [.. row];
    }

    /// <summary>The first and the last block are hit as often as all between them.</summary>
    private static int Place(Random random, int length) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(EdgeWidth, length)),
        1 => length - 1 - random.Next(Math.Min(EdgeWidth, length)),
        _ => random.Next(length),
    };
}
