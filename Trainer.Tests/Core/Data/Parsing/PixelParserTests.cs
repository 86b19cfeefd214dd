using System.Globalization;
using Trainer.Core.Data.Parsing;
using Trainer.Tests.Augment.Kernels;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data.Parsing;

[Trait("Speed", "Slow")]
public sealed class PixelParserTests
{
    private const int FullRow = 64 * 64 * 3;

    public static TheoryData<string> Sets() => [.. PixelParsers.Supported.Select(set => set.ToString())];

    public static TheoryData<string> VectorSets() =>
        [.. PixelParsers.Supported.Where(set => set != ParserInstructionSet.Scalar).Select(set => set.ToString())];

    [Theory]
    [MemberData(nameof(Sets))]
    public void For_SupportedSet_IsTheParserOfThatSet(string set) => Assert.Equal(set, Parser(set).InstructionSet.ToString());

    [Fact]
    public void Best_OnThisMachine_IsTheLastSupported() =>
        Assert.Equal(PixelParsers.Supported.Last(), PixelParsers.Best.InstructionSet);

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_EveryCount_GivesTheValues(string set)
    {
        IPixelParser parser = Parser(set);
        var random = new Random(1);
        foreach (int count in Enumerable.Range(1, 200).Append(FullRow))
        {
            foreach (int longest in (int[])[1, 2, 3])
            {
                byte[] values = RandomValues(random, count, longest);
                AssertParses(parser, RowText.Of(values), values);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_EveryValueInEveryPlace_GivesTheValue(string set)
    {
        IPixelParser parser = Parser(set);
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            byte[] values = new byte[131];
            for (int place = 0; place < values.Length; place++)
            {
                values[place] = (byte)value;
                AssertParses(parser, RowText.Of(values), values);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_LeadingZeros_GivesTheValues(string set)
    {
        IPixelParser parser = Parser(set);
        byte[] values = RandomValues(new Random(2), 500, 3);
        byte[] text = RowText.Join(values.Select(value => value.ToString("D3", CultureInfo.InvariantCulture)));

        AssertParses(parser, text, values);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_OneWrongFieldInAnyPlace_Refuses(string set)
    {
        IPixelParser parser = Parser(set);
        string[] wrong =
        [
            "", "256", "257", "260", "299", "300", "345", "400", "500", "555", "600", "655", "700", "755", "800", "900",
            "999", "0000", "0001", "1000", "1234", "0255", "00255", "12345678", "-1", "1.5", "1e2", "+7", " 7", "7 ", "7\r",
            "7\t", "a", "½", "\0", "\"7\"", "7;8", "/", ":", "-", ".", ",", "7,8", "1\n2", "\u00ac", "\u00b5", "ìµ",
        ];
        foreach (string field in wrong)
        {
            for (int place = 0; place < 200; place++)
            {
                var fields = new string[200];
                Array.Fill(fields, place % 3 == 0 ? "7" : place % 3 == 1 ? "77" : "177");
                fields[place] = field;
                byte[] text = RowText.Join(fields);

                Assert.False(parser.TryParse(text, new byte[fields.Length]), $"'{field}' in place {place} was accepted.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_EveryByteInEveryPlace_EqualsReference(string set)
    {
        IPixelParser parser = Parser(set);
        byte[] text = RowText.Of(RandomValues(new Random(3), 90, 3));
        for (int place = 0; place < text.Length; place++)
        {
            byte[] mutated = [.. text];
            for (int character = 0; character <= byte.MaxValue; character++)
            {
                mutated[place] = (byte)character;
                AssertEqualsReference(parser, mutated, 90);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_OneValueTooFewOrTooMany_Refuses(string set)
    {
        IPixelParser parser = Parser(set);
        var random = new Random(4);
        foreach (int count in Enumerable.Range(1, 200).Append(FullRow))
        {
            byte[] text = RowText.Of(RandomValues(random, count, 3));

            Assert.False(parser.TryParse(text, new byte[count + 1]));
            Assert.False(parser.TryParse(text, new byte[count - 1]));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_NoText_Refuses(string set)
    {
        Assert.False(Parser(set).TryParse([], new byte[1]));
        Assert.False(Parser(set).TryParse([], []));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_MutatedRows_EqualsReference(string set)
    {
        IPixelParser parser = Parser(set);
        var random = new Random(5);
        int refused = 0;
        const int Rows = 60_000;
        for (int row = 0; row < Rows; row++)
        {
            // Mostly rows of a few blocks, where the edges are close to everything.
            int count = row % 500 == 0 ? FullRow : random.Next(1, 301);
            byte[] text = RowMutator.Mutate(random, RowText.Of(RandomValues(random, count, random.Next(1, 4))));

            refused += AssertEqualsReference(parser, text, count) ? 0 : 1;
        }

        // The comparison means something only when both verdicts are common.
        Assert.InRange(refused, Rows / 4, Rows * 3 / 4);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_InGuardedMemory_StaysInsideTextAndPixels(string set)
    {
        IPixelParser parser = Parser(set);
        var random = new Random(6);
        foreach (int count in Enumerable.Range(1, 300).Append(FullRow))
        {
            byte[] values = RandomValues(random, count, random.Next(1, 4));
            byte[] row = RowText.Of(values);
            byte[] flood = [.. Enumerable.Repeat((byte)',', row.Length)];
            foreach (bool guardBefore in (bool[])[false, true])
            {
                using var text = new GuardedMemory(row.Length, guardBefore);
                using var pixels = new GuardedMemory(count, guardBefore);
                row.CopyTo(text.Bytes);
                Assert.True(parser.TryParse(text.Bytes, pixels.Bytes));
                Assert.True(pixels.Bytes.SequenceEqual(values));

                // Far more values than there is room for, and a row cut anywhere.
                flood.CopyTo(text.Bytes);
                Assert.False(parser.TryParse(text.Bytes, pixels.Bytes));
                text.Bytes.Fill((byte)'1');
                byte[] mutated = RowMutator.Mutate(random, row);
                mutated.AsSpan(0, Math.Min(row.Length, mutated.Length)).CopyTo(text.Bytes);
                parser.TryParse(text.Bytes, pixels.Bytes);
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(VectorSets))]
    public void TryParsePlain_RowsWithoutLeadingZeros_NeedsNoOtherParser(string set)
    {
        var random = new Random(7);
        foreach (int count in Enumerable.Range(64, 300).Append(FullRow))
        {
            byte[] values = RandomValues(random, count, random.Next(1, 4));
            byte[] actual = new byte[count];

            Assert.True(TryParsePlain(set, RowText.Of(values), actual), $"{count} values were refused.");
            Assert.Equal(values, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TryParse_FullRow_AllocatesNothing(string set)
    {
        IPixelParser parser = Parser(set);
        byte[] pixels = new byte[FullRow];
        byte[] text = RowText.Of(RandomValues(new Random(8), FullRow, 3));

        Assert.Equal(0, Allocations.Fewest(() => parser.TryParse(text, pixels)));
    }

    private static IPixelParser Parser(string set) => PixelParsers.For(Enum.Parse<ParserInstructionSet>(set));

    private static bool TryParsePlain(string set, byte[] text, byte[] pixels) => Enum.Parse<ParserInstructionSet>(set) switch
    {
        ParserInstructionSet.Vector128 => VectorPixelParser<PixelKernel128>.TryParsePlain(text, pixels),
        ParserInstructionSet.Avx2 => VectorPixelParser<PixelKernel256>.TryParsePlain(text, pixels),
        _ => VectorPixelParser<PixelKernel512>.TryParsePlain(text, pixels),
    };

    private static byte[] RandomValues(Random random, int count, int digits)
    {
        int limit = digits == 1 ? 10 : digits == 2 ? 100 : 256;
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (byte)random.Next(limit);
        }

        return values;
    }

    private static void AssertParses(IPixelParser parser, byte[] text, byte[] expected)
    {
        byte[] actual = new byte[expected.Length];
        Assert.True(parser.TryParse(text, actual), $"{expected.Length} values in {text.Length} bytes were refused.");
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{expected.Length} values came out wrong.");
    }

    private static bool AssertEqualsReference(IPixelParser parser, byte[] text, int count)
    {
        byte[] expected = new byte[count];
        byte[] actual = new byte[count];
        bool accepted = ReferencePixelParser.TryParse(text, expected);
        if (parser.TryParse(text, actual) != accepted || (accepted && !expected.AsSpan().SequenceEqual(actual)))
        {
            Assert.Fail($"{parser.InstructionSet} disagrees about {count} values in '{RowText.Show(text)}'.");
        }

        return accepted;
    }
}
