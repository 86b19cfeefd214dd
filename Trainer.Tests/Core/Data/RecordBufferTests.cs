using Trainer.Core.Data;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class RecordBufferTests
{
    [Fact]
    public void Add_PartsOfSeveralRooms_AreTheRecordsInOrder()
    {
        var records = new RecordBuffer();
        "abcdef"u8.CopyTo(records.Reserve(6, out int first));
        records.Add(first + 1, 2, label: 0);
        records.Add(first + 4, 2, label: 0);
        "xyz"u8.CopyTo(records.Reserve(3, out int second));
        records.Add(second, 3, label: 0);

        Assert.Equal(3, records.Count);
        Assert.Equal("bc"u8, records[0]);
        Assert.Equal("ef"u8, records[1]);
        Assert.Equal("xyz"u8, records[2]);
    }

    [Fact]
    public void Reserve_BeyondTheMemory_KeepsEarlierRecords()
    {
        var records = new RecordBuffer();
        for (int i = 0; i < 100; i++)
        {
            records.Reserve(i, out int offset).Fill((byte)i);
            records.Add(offset, i, label: 0);
        }

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i, records[i].Length);
            Assert.False(records[i].ContainsAnyExcept((byte)i));
        }
    }

    [Fact]
    public void Clear_AfterUse_ForgetsRecordsAndAllocatesNoMore()
    {
        var records = new RecordBuffer();
        Fill(records);

        records.Clear();
        int cleared = records.Count;
        long bytes = Allocations.Fewest(() =>
        {
            records.Clear();
            Fill(records);
        });

        Assert.Equal(0, cleared);
        Assert.Equal(10, records.Count);
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Reserve_Nothing_IsAnEmptyRoom()
    {
        var records = new RecordBuffer();

        Assert.True(records.Reserve(0, out int offset).IsEmpty);
        records.Add(offset, 0, label: 0);

        Assert.True(records[0].IsEmpty);
    }

    [Fact]
    public void Item_OutOfRange_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordBuffer()[0].Length);

    private static void Fill(RecordBuffer records)
    {
        for (int i = 0; i < 10; i++)
        {
            records.Reserve(1_000, out int offset);
            records.Add(offset, 1_000, label: 0);
        }
    }
}
