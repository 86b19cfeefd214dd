using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Trainer.Tests.Architecture;

/// <summary>A method of compiled code.</summary>
/// <param name="Type">The type it belongs to.</param>
/// <param name="Name">As <see cref="MemberNames"/> writes it.</param>
/// <param name="Calls">The methods that it calls or makes delegates of, in order, each with the type of its result.</param>
/// <param name="Finally">How many blocks it has that run at their end in any case.</param>
internal sealed record CompiledMethod(string Type, string Name, IReadOnlyList<(string Name, string Result)> Calls, int Finally)
{
    /// <summary>All methods of an assembly that have a body.</summary>
    public static IReadOnlyList<CompiledMethod> AllIn(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.MethodDefinitions
            .Where(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress != 0)
            .Select(handle => Read(file, metadata, handle))];
    }

    /// <summary>The base type of each type of an assembly.</summary>
    public static IReadOnlyDictionary<string, string> BaseTypesIn(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.ToDictionary(
            handle => MemberNames.Of(metadata, handle),
            handle => MemberNames.OfType(metadata, metadata.GetTypeDefinition(handle).BaseType),
            StringComparer.Ordinal);
    }

    private static CompiledMethod Read(PEReader file, MetadataReader metadata, MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        return new CompiledMethod(
            MemberNames.Of(metadata, method.GetDeclaringType()),
            MemberNames.Of(metadata, handle),
            [.. InstructionTokens.In(body.GetILReader()).Select(token => MemberNames.OfMethod(metadata, token)).OfType<(string, string)>()],
            body.ExceptionRegions.Count(region => region.Kind == ExceptionRegionKind.Finally));
    }
}
