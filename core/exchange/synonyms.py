"""What systems and people call the columns, folded and without signs: our words, Fortnox, Visma and Spiris, Excel users."""

from __future__ import annotations

NUMBER = (
    "kundnummer kundnr kundno kundid kundkod custno custnr customernr knr nr nummer no number customernumber customerno "
    "customerid id"
)
NAME = (
    "namn kundnamn kundensnamn name customername foretag foretagsnamn firma firmanamn bolag bolagsnamn company companyname "
    "organisationsnamn namnforetag kundnamnforetag benamning"
)
NAME_OR_NUMBER = "kund customer client kunden"
"""The name where no other column is, else the number."""
ORG_NO = (
    "orgnr orgno orgnumber orgnrpersnr orgpersonnummer orgnummer "
    "organisationsnummer organisationsnr organisationno organisationnumber organizationnumber "
    "organizationno org personorgnr persorgnr orgpersnr orgpersonnr personorganisationsnummer organisationspersonnummer "
    "organisationsnummerpersonnummer personnummerorganisationsnummer orgnrpersonnr registrationno registrationnumber regno "
    "regnr companyno companynumber companyregistrationnumber companyid corporateidentitynumber corporateidentityno "
    "corporateid businessid foretagsnummer kundorgnr organisationid"
)
PERSONAL_NO = "personnummer personnr persnr personalno personalnumber personalidentitynumber socialsecuritynumber ssn"
PERSONAL_OR_POSTCODE = "pnr"
"""The postcode beside a town where there is no other, else a personal number."""
VAT_NO = (
    "momsregistreringsnummer momsregnr momsnr momsnummer vatnr vatno vatnummer vatnumber vatid vatregno vat "
    "vatregistrationnumber euvat momsreg momsreginr momsregistreringsnr"
)

SIMPLE: dict[str, str] = {
    "number": NUMBER,
    "name": NAME,
    "org_no": ORG_NO,
    "personal_no": PERSONAL_NO,
    "vat_no": VAT_NO,
    "type": "typ kundtyp type customertype typavkund",
    "private": "privatperson privatkund arprivatperson isprivateperson privateperson isprivate",
    "e_invoice": (
        "efaktura efakturaadress efakturaid einvoice einvoiceid einvoiceaddress peppol peppolid peppoladress "
        "elektroniskadress electronicaddress elektroniskfakturaadress edi"
    ),
    "gln": "gln glnnr glnnummer glnnumber lokaliseringsnummer ean ediglnnumber",
    "vat_type": "momstyp moms vattype momskod visamoms",
    "language": "sprak kundsprak kundenssprak language sprakkod languagecode documentlanguage",
    "cost_centre": "kostnadsstalle kostnadsstallen kst kstalle costcentre costcenter ks resultatenhet",
    "customer_order_no": (
        "kundensordernummer kundensordernr ordernummer ertordernr ertordernummer erordernr yourorderno yourordernumber "
        "customersordernumber customerorderno customerordernumber bestallningsnummer"
    ),
    "tax_property": "fastighetsbeteckning fastighet propertydesignation property propertyname",
    "tax_apartment_no": "lagenhetsnummer lagenhetsnr lghnr lagenhet apartmentno apartmentnumber apartment",
    "tax_brf_org_no": (
        "bostadsrattsforeningensorganisationsnummer bostadsrattsforeningensorgnr brforgnr brforganisationsnummer "
        "brfsorgnr foreningensorgnr housingassociationsorgno housingassociationorgno"
    ),
    "comment": (
        "kommentar kommentarer comment comments anmarkning anmarkningar anm anteckning anteckningar notering noteringar "
        "note notes ovrigt info information remark remarks internkommentar internanotering memo fritext meddelande"
    ),
    "facilities_disabled": "anlaggningarinaktiverade anlaggningarinaktiva",
    "facility_required": "anlaggningobligatorisk kravanlaggning",
    "cost_centre_required": "kostnadsstalleobligatoriskt kravkostnadsstalle",
    "always_invoice": "skickaalltidsomfaktura alltidfaktura",
    "active": "aktiv active arkundaktiv araktiv isactive status kundstatus aktivkund",
    "inactive": "inaktiv inactive passiv sparrad avslutad blocked upphord isinactive inaktiverad arkiverad archived",
}

CONTACT_WORDS = (
    "kontakt kontaktperson kontaktpersons kontaktpersonens kontaktpersoner contact contactperson contacts kp"
)
CONTACT_NAMES = (
    "erreferens erref referens referensperson yourreference yourref attention attn att kontaktnamn contactname "
    "kontaktpersonnamn kundreferens erkontakt erkontaktperson kundensreferens"
)
CONTACT_PARTS: dict[str, str] = {
    "name": "namn name",
    "role": "roll titel befattning role title position jobtitle funktion yrkesroll",
    "phone": (
        "telefon tel telefonnummer telefonnr tele tfn tfnnr tlf phone phonenumber phoneno telephone telephonenumber telnr "
        "telnummer vaxel telefonvaxel telefonarbete arbetstelefon telefonarb fasttelefon workphone direktnummer "
        "direkttelefon telefondirekt"
    ),
    "mobile": (
        "mobil mobiltelefon mobiltelefonnummer mobilnummer mobilnr mobile mobilephone mobileno mobilenumber cell cellphone "
        "mobiltel telefonmobil telmobil mobiltfn mob"
    ),
    "email": (
        "epost epostadress epostadr mejl mejladress mail mailadress maila email emailadress emailaddress mailaddress "
        "epostaddress epostkontakt"
    ),
    "send_protocol": (
        "skickaprotokoll skickaserviceprotokoll sendprotocol sendprotocols sendserviceprotocol serviceprotokoll protokoll "
        "protocol protokollmejl protokollepost"
    ),
    "send_work_order": "skickaarbetsorder skickaarbetsordrar sendworkorder sendworkorders arbetsorder workorder",
}

ADDRESS_KINDS: dict[str, str] = {
    "visiting": "besoks besok visiting visit anlaggnings installations objekts",
    "invoice": "faktura fakturerings fakturering fakt fak invoice invoicing billing bill billto utdelnings utdeln invoiceto",
    "delivery": "leverans lev delivery shipping shipto deliver levererings",
}
"""Words before an address. A delivery address is the visiting address where there is no other: the work is done there."""
POSTAL = "postadress postaladdress postaladress mailingaddress mailaddresspostal postadr brevadress boxadress"
ADDRESS_WORDS = "adress address adr addr"
ADDRESS_PARTS: dict[str, str] = {
    "row1": (
        "adress address adr addr gata gatuadress gatunamn street streetaddress adressrad addressline adressrad1 adress1 "
        "address1 addressline1 gatuadress1 rad1 row1 line1 adr1 gataochnummer gatabox boxgata"
    ),
    "row2": (
        "adress2 address2 adressrad2 addressline2 gatuadress2 rad2 row2 line2 adr2 co coadress coaddress coadr "
        "adressfortsattning"
    ),
    "postcode": "postnr postnummer postkod zip zipcode postcode postalcode pnummer postno zipno",
    "city": "ort postort stad city town postalcity postalplace ortnamn tatort place",
    "country": "land landskod country countrycode landkod",
    "province": "lan landskap provins region province state county delstat",
    "postcode_city": (
        "postnrort postnrochort postnummerort postnummerochort postnrpostort postnummerpostort postnummerochpostort "
        "ortpostnr zipcity postcodecity postcodeandcity"
    ),
}
CITY_OR_POSTAL = "postadress"
"""The town where there is a postcode and no town, as older accounting programs write it; else a postal address."""

_ACCOUNTING = (
    "erreferens yourreference varreferens betalningsvillkor kreditgrans valuta valutakod leveransvillkor leveranssatt "
    "prislista forsaljningskonto fakturarabatt kundkategori fskatt bankgiro plusgiro termsofpayment currency creditlimit "
    "ourreference rantefakturera paminnelse kravrutin"
)
ACCOUNTING = frozenset(_ACCOUNTING.split())
"""Headings that only an accounting system has: there a plain address is the invoice address."""
