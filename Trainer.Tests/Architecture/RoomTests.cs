using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Trainer.Augment;
using Trainer.Core.Training;
using Trainer.SampleData;
using Xunit;

namespace Trainer.Tests.Architecture;

/// <summary>
/// Rooms, which are namespaces, know one another in one direction: whoever reads one need not read those that build on it. A room and
/// those inside it may know each other.
/// </summary>
public sealed class RoomTests
{
    public static TheoryData<string> Projects =>
    [
        typeof(ImageDataGenerator).Assembly.Location,
        typeof(Model).Assembly.Location,
        typeof(DefaultDataSet).Assembly.Location,
        typeof(Trainer.Host.ExitCode).Assembly.Location,
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_OfAProject_HaveNoCycle(string assembly)
    {
        Dictionary<string, Dictionary<string, string>> rooms = Read(assembly);

        Assert.True(rooms.Count > 1 || Path.GetFileName(assembly) == "Trainer.SampleData.dll");
        Assert.Null(FindCycle(rooms));
    }

    [Fact]
    public void FindCycle_OfThree_NamesWhoKnowsWhom()
    {
        var rooms = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal)
        {
            ["A"] = new(StringComparer.Ordinal) { ["B"] = "a names b" },
            ["B"] = new(StringComparer.Ordinal) { ["C"] = "b names c" },
            ["C"] = new(StringComparer.Ordinal) { ["A"] = "c names a" },
            ["D"] = new(StringComparer.Ordinal) { ["A"] = "d names a" },
        };

        Assert.Equal("a names b; b names c; c names a", FindCycle(rooms));
        rooms["C"].Clear();
        Assert.Null(FindCycle(rooms));
    }

    [Fact]
    public void Read_Core_SeesWhatMethodsAloneName()
    {
        Dictionary<string, Dictionary<string, string>> rooms = Read(typeof(Model).Assembly.Location);

        Assert.Contains("Trainer.Core.Telemetry", rooms["Trainer.Core.Pipeline"].Keys);
        Assert.DoesNotContain("Trainer.Core.Pipeline.Stages", rooms["Trainer.Core.Pipeline"].Keys);
    }

    /// <summary>For each room those that it knows, with the types that show it.</summary>
    private static Dictionary<string, Dictionary<string, string>> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        var rooms = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            (string room, string type) = RoomOf(metadata, handle);
            if (!room.StartsWith("Trainer.", StringComparison.Ordinal))
            {
                continue;
            }

            if (!rooms.TryGetValue(room, out Dictionary<string, string>? known))
            {
                rooms[room] = known = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            foreach ((string other, string named) in ReferenceWalker.TypesNamedBy(file, handle).Select(named => RoomOf(metadata, named)))
            {
                if (other.Length > 0 && !IsWithin(other, room) && !IsWithin(room, other))
                {
                    known.TryAdd(other, $"{room}.{type} names {other}.{named}");
                }
            }
        }

        return rooms;
    }

    private static string? FindCycle(Dictionary<string, Dictionary<string, string>> rooms)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<(string Room, string Why)>();
        return rooms.Keys.Order(StringComparer.Ordinal).Select(Visit).FirstOrDefault(cycle => cycle is not null);

        string? Visit(string room)
        {
            int start = path.FindIndex(step => step.Room == room);
            if (start >= 0)
            {
                return string.Join("; ", path.Skip(start).Select(step => step.Why));
            }

            if (!done.Add(room) || !rooms.TryGetValue(room, out Dictionary<string, string>? known))
            {
                return null;
            }

            foreach ((string other, string why) in known)
            {
                path.Add((room, why));
                if (Visit(other) is { } cycle)
                {
                    return cycle;
                }

                path.RemoveAt(path.Count - 1);
            }

            return null;
        }
    }

    private static bool IsWithin(string room, string other) =>
        room == other || room.StartsWith($"{other}.", StringComparison.Ordinal);

    private static (string Room, string Type) RoomOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? RoomOf(metadata, outer)
            : (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }
}
