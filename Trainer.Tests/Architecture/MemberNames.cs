using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Trainer.Tests.Architecture;

/// <summary>Writes types and methods of compiled code as text that is the same where they are defined and where they are used.</summary>
internal sealed class MemberNames : ISignatureTypeProvider<string, object?>
{
    private static readonly MemberNames Provider = new();

    private MemberNames()
    {
    }

    /// <summary>A type by its full name, nested ones behind a plus sign.</summary>
    public static string Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Of(metadata, outer)}+{name}"
            : Qualify(metadata.GetString(type.Namespace), name);
    }

    /// <summary>A method as <c>Type.Name(Parameters)</c>.</summary>
    public static string Of(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        return Of(Of(metadata, method.GetDeclaringType()), metadata.GetString(method.Name), method.DecodeSignature(Provider, null));
    }

    /// <summary>The method that a token names, with the type it returns or, as a constructor, makes; null for anything else.</summary>
    public static (string Name, string Result)? OfMethod(MetadataReader metadata, EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodSpecification:
                return OfMethod(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method);
            case HandleKind.MethodDefinition:
                MethodDefinition own = metadata.GetMethodDefinition((MethodDefinitionHandle)token);
                return Describe(Of(metadata, own.GetDeclaringType()), metadata.GetString(own.Name), own.DecodeSignature(Provider, null));
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)token);
                return member.GetKind() == MemberReferenceKind.Method
                    ? Describe(OfType(metadata, member.Parent), metadata.GetString(member.Name), member.DecodeMethodSignature(Provider, null))
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The type that a token names, without its type arguments; empty for none.</summary>
    public static string OfType(MetadataReader metadata, EntityHandle token) => token.Kind switch
    {
        _ when token.IsNil => string.Empty,
        HandleKind.TypeDefinition => Of(metadata, (TypeDefinitionHandle)token),
        HandleKind.TypeReference => Provider.GetTypeFromReference(metadata, (TypeReferenceHandle)token, 0),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(Provider, null).Split('<')[0],
        _ => string.Empty,
    };

    private static (string Name, string Result) Describe(string type, string name, MethodSignature<string> signature) =>
        (Of(type, name, signature), string.Equals(name, ".ctor", StringComparison.Ordinal) ? type : signature.ReturnType);

    private static string Of(string type, string name, MethodSignature<string> signature) =>
        $"{type}.{name}({string.Join(", ", signature.ParameterTypes)})";

    private static string Qualify(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
            : Qualify(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";
}
